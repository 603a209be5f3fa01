package main

import (
	"fmt"
	"runtime/debug"
)

// versionCommand is `drillbot version`.
type versionCommand struct{}

// Run prints the version that the build was stamped with.
func (versionCommand) Run(con console) error {
	version, built, revision := "(unknown)", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version, built = info.Main.Version, info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	_, err := fmt.Fprintln(con.out, "drillbot", version, revision, built)
	return err
}
