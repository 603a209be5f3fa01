package bot

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// zoneNames are the names of the IANA time zone database's zone1970.tab, which is in the public domain.
//
//go:embed zones.txt
var zoneNames string

// cities are zones by what people call them who do not know the database's name.
var cities = map[string]string{
	"北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "深圳": "Asia/Shanghai", "广州": "Asia/Shanghai", "杭州": "Asia/Shanghai",
	"beijing": "Asia/Shanghai", "china": "Asia/Shanghai", "中国": "Asia/Shanghai", "香港": "Asia/Hong_Kong", "台北": "Asia/Taipei",
	"东京": "Asia/Tokyo", "首尔": "Asia/Seoul", "新加坡": "Asia/Singapore", "悉尼": "Australia/Sydney", "伦敦": "Europe/London",
	"巴黎": "Europe/Paris", "柏林": "Europe/Berlin", "纽约": "America/New_York", "波士顿": "America/New_York", "boston": "America/New_York",
	"芝加哥": "America/Chicago", "洛杉矶": "America/Los_Angeles", "西雅图": "America/Los_Angeles", "旧金山": "America/Los_Angeles",
	"san francisco": "America/Los_Angeles", "seattle": "America/Los_Angeles", "多伦多": "America/Toronto", "温哥华": "America/Vancouver",
	"india": "Asia/Kolkata", "印度": "Asia/Kolkata", "munich": "Europe/Berlin", "zurich": "Europe/Zurich",
}

// zoneChoices are the zones whose name, city or present time difference fits what is typed, each with its present time.
func zoneChoices(typed string, now time.Time) []choice {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var out []choice
	seen := map[string]bool{}
	add := func(name string) {
		zone, err := time.LoadLocation(name)
		if err != nil || seen[name] || len(out) == mostChoices {
			return
		}
		seen[name] = true
		at := now.In(zone)
		out = append(out, choice{fmt.Sprintf("%s · %s · UTC%s", name, at.Format("15:04"), at.Format("-07:00")), name})
	}
	for _, city := range slices.Sorted(maps.Keys(cities)) {
		if typed != "" && strings.HasPrefix(city, typed) {
			add(cities[city])
		}
	}
	if typed == "" {
		for _, name := range []string{"Asia/Shanghai", "UTC", "America/New_York", "America/Los_Angeles", "Europe/London", "Europe/Berlin"} {
			add(name)
		}
	}
	for name := range strings.Lines(zoneNames) {
		name = strings.TrimSpace(name)
		if strings.Contains(strings.ToLower(strings.ReplaceAll(name, "_", " ")), strings.ReplaceAll(typed, "_", " ")) {
			add(name)
		}
	}
	return out
}
