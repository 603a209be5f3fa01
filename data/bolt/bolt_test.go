package bolt_test

import (
	"path/filepath"
	"testing"

	"drillbot/data/bolt"
	"drillbot/data/storetest"
	"drillbot/quiz"
)

func TestContract(t *testing.T) {
	storetest.Test(t, opener)
}

// opener opens stores for the suite in files of their own.
func opener(t testing.TB) (quiz.Store, func() quiz.Store) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "drill.db")
	var s *bolt.Store
	reopen := func() quiz.Store {
		if s != nil {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		var err error
		if s, err = bolt.Open(path, bolt.Options{}); err != nil {
			t.Fatal(err)
		}
		return s
	}
	t.Cleanup(func() { s.Close() })
	return reopen(), reopen
}
