package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/textproto"

	"drillbot/bot/view"
)

// encoded is a request's body and its content type. What carries files is a form of several
// parts, as Discord documents it ("Uploading Files"); nil has no body.
func encoded(in any) (data []byte, kind string, err error) {
	kind = "application/json"
	if in == nil {
		return nil, kind, nil
	}
	if data, err = json.Marshal(in); err != nil {
		return nil, "", fmt.Errorf("encode request: %w", err)
	}
	if files := filesOf(in); len(files) > 0 {
		return parts(data, files)
	}
	return data, kind, nil
}

// filesOf returns the files of a message, in whatever it is sent.
func filesOf(in any) []view.File {
	switch in := in.(type) {
	case body:
		return in.Files
	case response:
		return filesOf(in.Data)
	default:
		return nil
	}
}

func parts(payload []byte, files []view.File) ([]byte, string, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	write := func(name, file, kind string, data []byte) error {
		disposition := fmt.Sprintf(`form-data; name=%q`, name)
		if file != "" {
			disposition += fmt.Sprintf(`; filename=%q`, file)
		}
		part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {kind}})
		if err == nil {
			_, err = part.Write(data)
		}
		return err
	}
	err := write("payload_json", "", "application/json", payload)
	for i, f := range files {
		if err == nil {
			err = write(fmt.Sprintf("files[%d]", i), f.Name, f.Type, f.Data)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, "", fmt.Errorf("encode files: %w", err)
	}
	return b.Bytes(), w.FormDataContentType(), nil
}
