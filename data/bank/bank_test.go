package bank_test

import (
	"os"
	"testing"

	"drillbot/data/bank"

	"github.com/google/go-cmp/cmp"
)

// TestOurBank checks every file of the bank that is shipped.
func TestOurBank(t *testing.T) {
	report := bank.Loader{}.Check(t.Context(), bank.Files())
	for _, p := range report.Problems {
		if p.Warning {
			t.Log(p)
			continue
		}
		t.Error(p)
	}
}

func TestEmbeddedIsCurrent(t *testing.T) {
	want, err := bank.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	got, err := bank.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("embedded.bin is stale, run go generate ./data/bank (-files +embedded):\n%.2000s", diff)
	}
}
