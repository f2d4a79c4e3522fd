// Program dynamicgo measures cloudwego/dynamicgo on the payloads that io.turnpike.benchmarks.PayloadFiles has written, for a
// comparison with Turnpike's codec. It prints one line for each benchmark: direction, payload, elapsed ns/op, processor ns/op of
// the whole process, B/op, allocs/op.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"

	"github.com/cloudwego/dynamicgo/conv"
	"github.com/cloudwego/dynamicgo/conv/j2t"
	"github.com/cloudwego/dynamicgo/conv/t2j"
	"github.com/cloudwego/dynamicgo/thrift"
)

// payload is one value in both forms, and its type.
type payload struct {
	name   string
	desc   *thrift.TypeDescriptor
	json   []byte
	binary []byte
}

func main() {
	directory := flag.String("payloads", "", "directory that PayloadFiles has written")
	testing.Init() // gives -test.benchtime
	flag.Parse()
	if err := run(*directory); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(directory string) error {
	service, err := thrift.NewDescritorFromPath(context.Background(), filepath.Join(directory, "payloads.thrift"))
	if err != nil {
		return err
	}
	for _, name := range []string{"small", "medium"} {
		p, err := load(service, directory, name)
		if err != nil {
			return err
		}
		if err := p.measure(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func load(service *thrift.ServiceDescriptor, directory, name string) (*payload, error) {
	method, err := service.LookupFunctionByMethod(name)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(directory, name+".json"))
	if err != nil {
		return nil, err
	}
	binary, err := os.ReadFile(filepath.Join(directory, name+".bin"))
	if err != nil {
		return nil, err
	}
	desc := method.Request().Struct().FieldById(1).Type()
	return &payload{name: name, desc: desc, json: text, binary: binary}, nil
}

// measure checks that both directions give the right result, then times them with a buffer that is used again.
func (p *payload) measure() error {
	ctx := context.Background()
	toThrift := j2t.NewBinaryConv(conv.Options{})
	toJSON := t2j.NewBinaryConv(conv.Options{})

	binary, err := toThrift.Do(ctx, p.desc, p.json)
	if err != nil {
		return err
	}
	if !bytes.Equal(binary, p.binary) {
		return fmt.Errorf("j2t gives %d bytes that differ from the %d expected", len(binary), len(p.binary))
	}
	text, err := toJSON.Do(ctx, p.desc, p.binary)
	if err != nil {
		return err
	}
	if err := sameJSON(text, p.json); err != nil {
		return err
	}

	buffer := make([]byte, 0, 16<<10)
	p.print("jsonToThrift", func() error {
		buffer = buffer[:0]
		return toThrift.DoInto(ctx, p.desc, p.json, &buffer)
	})
	p.print("thriftToJson", func() error {
		buffer = buffer[:0]
		return toJSON.DoInto(ctx, p.desc, p.binary, &buffer)
	})
	return nil
}

func (p *payload) print(direction string, convert func() error) {
	var processor int64 // of the run with the most operations, which is the last one
	result := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		begin := processorNanos()
		defer func() { processor = processorNanos() - begin }()
		for i := 0; i < b.N; i++ {
			if err := convert(); err != nil {
				b.Fatal(err)
			}
		}
	})
	count := float64(result.N)
	fmt.Printf("dynamicgo,%s,%s,%.1f,%.1f,%d,%d\n", direction, p.name, float64(result.T.Nanoseconds())/count,
		float64(processor)/count, result.AllocedBytesPerOp(), result.AllocsPerOp())
}

func processorNanos() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func sameJSON(got, expected []byte) error {
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		return err
	}
	if err := json.Unmarshal(expected, &b); err != nil {
		return err
	}
	if !reflect.DeepEqual(a, b) {
		return fmt.Errorf("t2j gives another value: %s", got)
	}
	return nil
}
