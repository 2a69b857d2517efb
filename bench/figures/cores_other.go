//go:build !linux

package main

func cores() []int { return nil }

func pin(int, int) error { return nil }
