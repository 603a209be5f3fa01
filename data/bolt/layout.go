package bolt

import "encoding/binary"

// schema is the version of the layout. A change that an older program would misread
// raises it, and Open then brings older files up to it.
const schema = 1

// The layout: every bucket with its keys and values. Numbers in keys are big-endian, so that
// they sort; a name is a string kept once in names and elsewhere by its number.
//
//	meta
//	└─ "schema"                               → version of this layout, u32
//	names
//	└─ number u32, from 1                     → a question's, topic's, version's, model's … name
//	answers                                     graded, in order of time; written once
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
//	reports
//	└─ report u64                             → report.go
//	spent
//	└─ day u32, kind u8, id u64               → millionths of a dollar, i64: spend.go
//
// Every value but those of meta, names, unfinished and spent begins with the version of its
// own form, so that a form can change without rewriting what is there.
var (
	meta       = []byte("meta")
	names      = []byte("names")
	answers    = []byte("answers")
	unfinished = []byte("unfinished")
	members    = []byte("members")
	cards      = []byte("cards")
	servers    = []byte("servers")
	reports    = []byte("reports")
	spent      = []byte("spent")

	schemaKey = []byte("schema")
)

// buckets lists what a file of this schema has.
func buckets() [][]byte {
	return [][]byte{meta, names, answers, unfinished, members, cards, servers, reports, spent}
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
