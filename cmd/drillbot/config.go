package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/joho/godotenv"

	"drillbot/bot"
	"drillbot/bot/sandbox"
)

// cli is the command line: the only reader of flags and environment.
type cli struct {
	Run     runCommand     `cmd:"" default:"withargs" help:"Run the bot: on Discord, or in the sandbox without a token. The default."`
	Sandbox sandboxCommand `cmd:"" help:"Run the sandbox: a Discord inside this process, with a web page and the bot in it."`
	Backup  backupCommand  `cmd:"" help:"Copy the data to a file, while the bot runs or not."`
	Restore restoreCommand `cmd:"" help:"Put a backup in the place of the data; what is replaced is kept beside it."`
	Check   soundCommand   `cmd:"" help:"Check the data, or a backup: what is wrong with it."`
	Export  exportCommand  `cmd:"" help:"Write the data as JSON Lines."`
	Ready   readyCommand   `cmd:"" help:"Say whether the bot that runs on the data can do its work: for health checks."`
	Doctor  doctorCommand  `cmd:"" help:"Look at everything that the bot needs: what is wrong, and how to mend it."`
	Bank    bankCommands   `cmd:"" help:"Look at and check questions."`
	Grade   gradeCommand   `cmd:"" help:"Grade an answer from standard input."`
	Eval    evalCommand    `cmd:"" help:"Measure a grader on answers that humans have scored."`
	Regrade regradeCommand `cmd:"" help:"Grade stored answers again: what would change, and with -apply, change it."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// storeFlags say where data is kept and questions come from.
type storeFlags struct {
	Data     string `default:"${state}" env:"DRILLBOT_DATA" type:"path" placeholder:"DIR" help:"Folder for all data. Default: ${state}"`
	Bank     string `env:"DRILLBOT_BANK" type:"existingdir" placeholder:"DIR" help:"Folder with questions of your own, beside the built-in ones. Read again on SIGHUP."`
	OnlyBank bool   `env:"DRILLBOT_ONLY_BANK" help:"Ask from -bank alone, not from the built-in questions."`
	Zone     string `default:"UTC" env:"DRILLBOT_ZONE" placeholder:"ZONE" help:"Time zone of servers that set none, such as Asia/Shanghai; a day begins at its midnight. Default: UTC"`
}

// dataFlag says where data is kept, for what has nothing to do with questions.
type dataFlag struct {
	Data string `default:"${state}" env:"DRILLBOT_DATA" type:"path" placeholder:"DIR" help:"Folder for all data. Default: ${state}"`
}

// storeFile and socketFile are the names of the store and of the running program's socket in
// the data folder.
const (
	storeFile  = "drillbot.db"
	socketFile = "drillbot.sock"
)

// modelFlags say which model grades open answers; none means the offline grader.
type modelFlags struct {
	Key       string        `name:"openai-api-key" env:"OPENAI_API_KEY" placeholder:"KEY" help:"Key of an OpenAI-compatible API. With it, or with a base URL, open answers are graded by the model."`
	BaseURL   string        `name:"openai-base-url" env:"OPENAI_BASE_URL" placeholder:"URL" help:"Address of the API, such as http://127.0.0.1:11434/v1 for Ollama. Default: OpenAI's"`
	Model     string        `name:"openai-model" default:"gpt-4o-mini" env:"OPENAI_MODEL" placeholder:"NAME" help:"Model that grades. Default: ${default}"`
	Azure     string        `name:"azure-api-version" env:"OPENAI_API_VERSION" placeholder:"DATE" help:"API version of an Azure OpenAI resource: makes the base URL that of the resource and the model that of the deployment."`
	Timeout   time.Duration `name:"grade-timeout" default:"45s" env:"DRILLBOT_GRADE_TIMEOUT" placeholder:"TIME" help:"Longest wait for the model; then the offline grader steps in. Default: ${default}"`
	Price     []float64     `name:"price" env:"DRILLBOT_PRICE" sep:"," placeholder:"IN,OUT" help:"Price in US dollars of a million input and output tokens. Default: 5,30, so that a budget is rather spent too early"`
	ServerCap float64       `name:"server-budget" default:"5" env:"DRILLBOT_SERVER_BUDGET" placeholder:"USD" help:"Most that one server may cost a day, in US dollars; 0 for no limit. Default: ${default}"`
	PlayerCap float64       `name:"player-budget" default:"0.5" env:"DRILLBOT_PLAYER_BUDGET" placeholder:"USD" help:"Most that one player may cost a day, in US dollars; 0 for no limit. Default: ${default}"`
}

// configured reports whether a model shall grade.
func (m modelFlags) configured() bool { return m.Key != "" || m.BaseURL != "" }

// logFlags say what is logged.
type logFlags struct {
	LogLevel string `default:"info" enum:"debug,info,warn,error" env:"DRILLBOT_LOG_LEVEL" help:"Least severe message to log: debug, info, warn or error. Default: ${default}"`
}

// discordFlags say how the bot and Discord reach one another.
type discordFlags struct {
	Token     string `name:"discord-token" env:"DISCORD_TOKEN" placeholder:"TOKEN" help:"Token of the bot, from the Developer Portal. Without it the bot runs in the sandbox. Better set it in the environment: a command line can be seen by others."`
	Discord   string `name:"discord-url" env:"DISCORD_URL" placeholder:"URL" help:"Address of a sandbox to use in place of Discord, with its bot's token."`
	PublicKey string `name:"discord-public-key" env:"DISCORD_PUBLIC_KEY" placeholder:"KEY" help:"Public key of the application, from the Developer Portal. With it the bot takes signed interactions at /interactions too; the portal's Interactions Endpoint URL has to lead there."`
	Gateway   bool   `default:"true" env:"DRILLBOT_GATEWAY" help:"Connect to Discord's gateway; the default. -gateway=false leaves /interactions as the only way in and needs the public key."`
}

// options are those of the bot, as far as these flags say them.
func (d discordFlags) options() (bot.Options, error) {
	o := bot.Options{Token: d.Token, HTTPOnly: !d.Gateway}
	if d.Discord == "" {
		return o, nil
	}
	at, err := url.Parse(d.Discord)
	if err != nil || at.Host == "" {
		return o, fmt.Errorf("-discord-url %q is not an address such as http://127.0.0.1:8080", d.Discord)
	}
	o.Files = at.Scheme + "://" + at.Host
	o.Transport, o.Dialer = sandbox.TransportTo(at.Host), sandbox.DialerTo(at.Host)
	return o, nil
}

// runCommand is `drillbot run`.
type runCommand struct {
	storeFlags
	modelFlags
	logFlags
	discordFlags
	HTTP string `name:"http" default:"127.0.0.1:8080" env:"DRILLBOT_HTTP" placeholder:"ADDR" help:"Address of /healthz, /readyz, /metrics, of /interactions where a public key is set and, in the sandbox, of the page. Default: ${default}"`
}

// sandboxCommand is `drillbot sandbox`.
type sandboxCommand struct {
	storeFlags
	modelFlags
	logFlags
	Addr    string `default:"127.0.0.1:8080" env:"DRILLBOT_ADDR" placeholder:"ADDR" help:"Loopback address to listen on. Default: ${default}"`
	Bare    bool   `help:"Run no bot: for a bot of your own, with the token that /sandbox/state tells."`
	OpenAPI string `name:"openapi" env:"DRILLBOT_OPENAPI" type:"existingfile" placeholder:"FILE" help:"Discord's openapi.json: requests of the bot are checked against it."`
}

// oneDash is a flag with one dash and a long name.
var oneDash = regexp.MustCompile(`^-[a-z][a-z-]+(=.*)?$`)

// doubled lets flags be written with one dash as well, as Go's own are.
func doubled(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if out[i] = a; oneDash.MatchString(a) {
			out[i] = "-" + a
		}
	}
	return out
}

// readDotEnv takes what the environment leaves out from a file .env, if there is one.
func readDotEnv() error {
	err := godotenv.Load()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read .env: %w", err)
	}
	return nil
}

// stateFolder is the folder where programs of this user keep their state.
func stateFolder() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "drillbot"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "drillbot-data", nil // no home, as in a container: beside the working folder
	}
	return filepath.Join(home, ".local", "state", "drillbot"), nil
}

// location loads the zone of the flags.
func (s storeFlags) location() (*time.Location, error) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil || strings.TrimSpace(s.Zone) == "" {
		return nil, fmt.Errorf("-zone %q is not a zone of the IANA database; write for example Asia/Shanghai or UTC", s.Zone)
	}
	return zone, nil
}
