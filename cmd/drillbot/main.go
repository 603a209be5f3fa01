// Command drillbot is a Discord bot for interview drilling. Without a subcommand it runs the
// bot: on Discord when DISCORD_TOKEN is set, else in a sandbox with a web page.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// console is what a subcommand reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
}

// run is the program: its exit code is 0 when all went well, 1 when something failed or a check
// found faults, 2 for a command line that makes no sense.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	if err := readDotEnv(); err != nil {
		fmt.Fprintln(errs, "drillbot:", err)
		return 2
	}
	exited := -1
	var cli cli
	parser, err := newParser(&cli, out, errs, func(code int) { exited = code })
	if err != nil {
		fmt.Fprintln(errs, "drillbot:", err)
		return 2
	}
	parsed, err := parser.Parse(doubled(args))
	if exited >= 0 { // -help
		return exited
	}
	if err != nil {
		parser.Errorf("%s (drillbot -help lists what there is)", err)
		return 2
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(console{in, out, errs}); err != nil {
		fmt.Fprintln(errs, "drillbot:", err)
		return 1
	}
	return 0
}

func newParser(cli *cli, out, errs io.Writer, exit func(int)) (*kong.Kong, error) {
	state, err := stateFolder()
	if err != nil {
		return nil, err
	}
	return kong.New(cli,
		kong.Name("drillbot"),
		kong.Description("A self-hosted Discord bot for interview drilling.\n\n"+
			"Without a subcommand it runs the bot: on Discord when DISCORD_TOKEN is set, else in a sandbox with a "+
			"web page in which you are the player. Flags may be written with one dash or two. A file .env in "+
			"the working folder is read for what the environment leaves out."),
		kong.Writers(out, errs),
		kong.Exit(exit),
		kong.UsageOnError(),
		kong.Vars{"state": state},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
}
