package view_test

import (
	"strings"
	"testing"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// TestSettingsSayWhatIsLacking names channel and permissions in both languages, with a daily question and without.
func TestSettingsSayWhatIsLacking(t *testing.T) {
	lacks := []view.Lack{{Channel: 8, Rights: []string{"view", "send"}}, {Channel: 9, Rights: []string{"thread-send"}, Inbox: true}}
	for lang, want := range map[quiz.Lang][2]string{
		quiz.English: {"⚠️ In <#8> the bot lacks: **View Channel, Send Messages**", "⚠️ In the moderators' inbox <#9> the bot lacks: **Send Messages in Threads**"},
		quiz.Chinese: {"⚠️ 机器人在 <#8> 缺少权限：**查看频道, 发送消息**", "⚠️ 机器人在管理员收件箱 <#9> 缺少权限：**在子区内发送消息**"},
	} {
		for i := range lacks {
			s := view.Settings{Server: quiz.Server{ID: 7, Channel: uint64(8 * (1 - i)), Inbox: 9}, Missing: lacks[i:]}
			e := view.NewVoice(lang, &quiz.Bank{}).Settings(s).Embeds[0]
			if lines := strings.Split(e.Description, "\n"); !strings.HasPrefix(lines[i], want[i]) {
				t.Errorf("%s: %q, want %q", lang, lines[i], want[i])
			}
		}
	}
}
