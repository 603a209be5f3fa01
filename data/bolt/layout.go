package bolt

import (
	"encoding/binary"

	"drillbot/quiz"
)

// schema is the version of the layout. A change that an older program would misread
// raises it, and Open then brings older files up to it.
const schema = 3

// The layout: every bucket with its keys and values. Numbers in keys are big-endian, so that
// they sort; a name is a string kept once in names and elsewhere by its number.
//
//	meta
//	├─ "schema"                               → version of this layout, u32
//	├─ "salt"                                 → of the keys of forgotten, 32 bytes
//	└─ "scrub"                                → there where deleted bytes wait for a compaction
//	names
//	└─ number u32, from 1                     → a question's, topic's, version's, model's … name
//	answers                                     graded, in order of time; hardly ever written again
//	└─ attempt u64                            → attempt.go
//	unfinished                                  accepted, the player not told yet
//	└─ attempt u64                            → Pending: state, reply, the attempt
//	                                            Graded: state, reply; the attempt is in answers
//	members                                     what boards and profiles are made of
//	├─ server u64, player u64                 → over all topics: member.go
//	└─ server u64, player u64, topic name u32 → within one topic, after the former
//	cards
//	└─ player u64, question name u32          → card.go
//	servers
//	└─ server u64                             → settings: server.go
//	changes                                     a server's log, the newest first
//	└─ server u64, ^change u64, n u8          → server.go
//	posts                                       what is said once a day, the newest first
//	└─ server u64, kind u8, ^day u32          → post.go
//	entries                                     the answers to a daily question
//	└─ server u64, day u32, attempt u64       → nothing: it is in answers or unfinished
//	cases
//	└─ case u64                               → case.go
//	decks                                       servers' own questions, by number
//	└─ server u64, n u32                      → deck.go
//	players
//	└─ player u64                             → what they have chosen: player.go
//	absent                                      who is on no board of a server
//	└─ server u64, player u64                 → quiz.Absence u8
//	forgotten                                   who had their data deleted, for backups to heed
//	└─ SHA-256 of salt and player             → when, µs: forget.go
//	spent
//	└─ day u32, kind u8, id u64               → millionths of a dollar, i64: spend.go
//
// Every value but those of meta, names, unfinished, absent, forgotten and spent begins with the version
// of its own form, so that a form can change without rewriting what is there.
var (
	meta       = []byte("meta")
	names      = []byte("names")
	answers    = []byte("answers")
	unfinished = []byte("unfinished")
	members    = []byte("members")
	cards      = []byte("cards")
	servers    = []byte("servers")
	changes    = []byte("changes")
	posts      = []byte("posts")
	entries    = []byte("entries")
	cases      = []byte("cases")
	decks      = []byte("decks")
	players    = []byte("players")
	absent     = []byte("absent")
	forgotten  = []byte("forgotten")
	spent      = []byte("spent")

	schemaKey = []byte("schema")
	saltKey   = []byte("salt")
	scrubKey  = []byte("scrub")
)

// buckets lists what a file of this schema has.
func buckets() [][]byte {
	return [][]byte{
		meta, names, answers, unfinished, members, cards, servers, changes, posts, entries, cases, decks, players, absent, forgotten, spent,
	}
}

// fillAnswers is how full a page of answers is made before the next one is begun. Ids grow
// with time, so pages behind the last are hardly ever written again; bbolt's half would
// double the file.
const fillAnswers = 0.95

func idKey(id uint64) []byte { return binary.BigEndian.AppendUint64(nil, id) }

func nameKey(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

// memberKey is the key of a member; topic 0 means over all topics.
func memberKey(server, player uint64, topic uint32) []byte {
	k := make([]byte, 0, topicKeyLen)
	k = binary.BigEndian.AppendUint64(k, server)
	k = binary.BigEndian.AppendUint64(k, player)
	if topic == 0 {
		return k
	}
	return binary.BigEndian.AppendUint32(k, topic)
}

const (
	memberKeyLen = 16
	topicKeyLen  = 20
)

// splitMember is the reverse of memberKey.
func splitMember(k []byte) (player uint64, topic uint32) {
	if len(k) == topicKeyLen {
		topic = binary.BigEndian.Uint32(k[memberKeyLen:])
	}
	return binary.BigEndian.Uint64(k[8:]), topic
}

func cardKey(player uint64, question uint32) []byte {
	return binary.BigEndian.AppendUint32(idKey(player), question)
}

// spentKey is the key of what has been spent; kind is forServer or forPlayer.
func spentKey(day uint32, kind byte, id uint64) []byte {
	k := append(binary.BigEndian.AppendUint32(nil, day), kind)
	return binary.BigEndian.AppendUint64(k, id)
}

// changeKey is the key of the n-th entry that one interaction brought to a server's log.
func changeKey(server, id uint64, n byte) []byte {
	return append(binary.BigEndian.AppendUint64(idKey(server), ^id), n)
}

// postsKey begins the keys of a server's posts of a kind.
func postsKey(server uint64, kind quiz.PostKind) []byte { return append(idKey(server), byte(kind)) }

func postKey(k quiz.PostKey) []byte {
	return binary.BigEndian.AppendUint32(postsKey(k.Server, k.Kind), ^uint32(k.Day))
}

// splitPost is the reverse of postKey.
func splitPost(k []byte) quiz.PostKey {
	return quiz.PostKey{
		Server: binary.BigEndian.Uint64(k), Kind: quiz.PostKind(k[8]), Day: quiz.Date(^binary.BigEndian.Uint32(k[9:])),
	}
}

// entriesKey begins the keys of the entries of a server's daily question.
func entriesKey(server uint64, day quiz.Date) []byte {
	return binary.BigEndian.AppendUint32(idKey(server), uint32(day))
}

func entryKey(server uint64, day quiz.Date, attempt uint64) []byte {
	return binary.BigEndian.AppendUint64(entriesKey(server, day), attempt)
}
