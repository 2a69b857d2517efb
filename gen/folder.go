package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// replace makes the folder hold those files and no others.
func replace(dir string, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if _, ours := files[e.Name()]; !ours {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// compare reports every file that replace would change.
func compare(dir string, files map[string][]byte) error {
	var errs []error
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if _, ours := files[e.Name()]; !ours {
			errs = append(errs, fmt.Errorf("%s: no kernel generates it", filepath.Join(dir, e.Name())))
		}
	}
	for name, content := range files {
		path := filepath.Join(dir, name)
		have, err := os.ReadFile(path)
		if err != nil {
			errs = append(errs, err)
		} else if !bytes.Equal(have, content) {
			errs = append(errs, fmt.Errorf("%s: differs from what is generated; run go generate ./... at the root", path))
		}
	}
	return errors.Join(errs...)
}
