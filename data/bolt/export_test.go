package bolt

import "drillbot/quiz"

// Form is a stored form as the fuzz tests see it: bytes in, and out again.
type Form func(b []byte) (again []byte, err error)

// Forms lists every form that is read from the file.
func Forms() map[string]Form {
	t := &nameTable{numbers: map[string]uint32{"": 0}, list: []string{""}}
	for _, name := range []string{"arc-01", "0badcafe", "arc", "zh"} {
		t.add(name)
	}
	return map[string]Form{
		"attempt": func(b []byte) ([]byte, error) {
			a, err := decodeAttempt(t, 1, b)
			return encodeAttempt(t, &a), err
		},
		"unfinished": func(b []byte) ([]byte, error) {
			get := func([]byte) []byte { return b }
			a, err := readAttempt(t, get, get, 1)
			return encodeUnfinished(&a), err
		},
		"member": func(b []byte) ([]byte, error) {
			m, err := decodeMember(b)
			return encodeMember(&m), err
		},
		"card": func(b []byte) ([]byte, error) {
			c, err := decodeCard(1, "arc-01", b)
			return encodeCard(&c), err
		},
		"server": func(b []byte) ([]byte, error) {
			s, err := decodeServer(1, b)
			return encodeServer(&s), err
		},
		"report": func(b []byte) ([]byte, error) {
			r, err := decodeReport(1, b)
			return encodeReport(&r), err
		},
	}
}

// SampleAttempt encodes an attempt to begin fuzzing with.
func SampleAttempt(a quiz.Attempt) []byte {
	t := &nameTable{numbers: map[string]uint32{"": 0}, list: []string{""}}
	return encodeAttempt(t, &a)
}
