// Command kitex serves ledger.thrift on a Kitex server with code that Kitex generated. Kitex finds out by itself how a
// client frames its messages: TTHeader, framed or buffered.
//
//	kitex
//
// Prints "listening PORT", then "oneway TEXT" for each call of note.
package main

import (
	"context"
	"fmt"
	"log"
	"net"

	"github.com/cloudwego/kitex/server"

	"turnpike.example/kitex/gen/ledger"
	service "turnpike.example/kitex/gen/ledger/ledger"
)

type handler struct{}

func (handler) Echo(_ context.Context, entry *ledger.Entry) (*ledger.Entry, error) { return entry, nil }

func (handler) Add(_ context.Context, left int64, right int32) (int64, error) {
	return left + int64(right), nil
}

func (handler) Check(_ context.Context, word string) error {
	switch word {
	case "refused":
		return &ledger.Refused{Code: 7, Reason: "the word is " + word}
	case "failed":
		return fmt.Errorf("an error that is not declared")
	}
	return nil
}

func (handler) Repeat(_ context.Context, entry *ledger.Entry, times int8) ([]*ledger.Entry, error) {
	entries := make([]*ledger.Entry, times)
	for i := range entries {
		entries[i] = entry
	}
	return entries, nil
}

func (handler) Whoami(context.Context) (string, error) { return "kitex", nil }

func (handler) Note(_ context.Context, text string) error {
	fmt.Println("oneway", text)
	return nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening", listener.Addr().(*net.TCPAddr).Port)
	if err := service.NewServer(&handler{}, server.WithListener(listener)).Run(); err != nil {
		log.Fatal(err)
	}
}
