// Command thrifttest serves Apache Thrift's cross-language test service on the stock Go library: code that the Thrift
// compiler generated from Apache Thrift's own ThriftTest.thrift, and a handler that does what that file says.
//
//	thrifttest -transport framed|buffered|http -protocol binary|compact [-multiplexed]
//
// Prints "listening PORT", then "oneway N" for each call of testOneway.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/apache/thrift/lib/go/thrift"

	"turnpike.example/thrifttest/gen/thrifttest"
)

// handler answers as the comments of ThriftTest.thrift ask.
type handler struct{}

func (handler) TestVoid(context.Context) error                               { return nil }
func (handler) TestString(_ context.Context, thing string) (string, error)   { return thing, nil }
func (handler) TestBool(_ context.Context, thing bool) (bool, error)         { return thing, nil }
func (handler) TestByte(_ context.Context, thing int8) (int8, error)         { return thing, nil }
func (handler) TestI32(_ context.Context, thing int32) (int32, error)        { return thing, nil }
func (handler) TestI64(_ context.Context, thing int64) (int64, error)        { return thing, nil }
func (handler) TestDouble(_ context.Context, thing float64) (float64, error) { return thing, nil }
func (handler) TestBinary(_ context.Context, thing []byte) ([]byte, error)   { return thing, nil }
func (handler) TestSet(_ context.Context, thing []int32) ([]int32, error)    { return thing, nil }
func (handler) TestList(_ context.Context, thing []int32) ([]int32, error)   { return thing, nil }
func (handler) SecondtestString(_ context.Context, thing string) (string, error) {
	return "testString(\"" + thing + "\")", nil
}

func (handler) TestMap(_ context.Context, thing map[int32]int32) (map[int32]int32, error) {
	return thing, nil
}

func (handler) TestStringMap(_ context.Context, thing map[string]string) (map[string]string, error) {
	return thing, nil
}

func (handler) TestStruct(_ context.Context, thing *thrifttest.Xtruct) (*thrifttest.Xtruct, error) {
	return thing, nil
}

func (handler) TestNest(_ context.Context, thing *thrifttest.Xtruct2) (*thrifttest.Xtruct2, error) {
	return thing, nil
}

func (handler) TestEnum(_ context.Context, thing thrifttest.Numberz) (thrifttest.Numberz, error) {
	return thing, nil
}

func (handler) TestTypedef(_ context.Context, thing thrifttest.UserId) (thrifttest.UserId, error) {
	return thing, nil
}

func (handler) TestMapMap(context.Context, int32) (map[int32]map[int32]int32, error) {
	answer := map[int32]map[int32]int32{-4: {}, 4: {}}
	for i := int32(1); i < 5; i++ {
		answer[4][i] = i
		answer[-4][-i] = -i
	}
	return answer, nil
}

func (handler) TestInsanity(
	_ context.Context, argument *thrifttest.Insanity,
) (map[thrifttest.UserId]map[thrifttest.Numberz]*thrifttest.Insanity, error) {
	return map[thrifttest.UserId]map[thrifttest.Numberz]*thrifttest.Insanity{
		1: {thrifttest.Numberz_TWO: argument, thrifttest.Numberz_THREE: argument},
		2: {thrifttest.Numberz_SIX: thrifttest.NewInsanity()},
	}, nil
}

func (handler) TestMulti(
	_ context.Context, arg0 int8, arg1 int32, arg2 int64, _ map[int16]string, _ thrifttest.Numberz, _ thrifttest.UserId,
) (*thrifttest.Xtruct, error) {
	return &thrifttest.Xtruct{StringThing: "Hello2", ByteThing: arg0, I32Thing: arg1, I64Thing: arg2}, nil
}

func (handler) TestException(_ context.Context, arg string) error {
	switch arg {
	case "Xception":
		return &thrifttest.Xception{ErrorCode: 1001, Message: arg}
	case "TException":
		return errors.New("an exception that is not declared")
	}
	return nil
}

func (handler) TestMultiException(_ context.Context, arg0, arg1 string) (*thrifttest.Xtruct, error) {
	switch arg0 {
	case "Xception":
		return nil, &thrifttest.Xception{ErrorCode: 1001, Message: "This is an Xception"}
	case "Xception2":
		return nil, &thrifttest.Xception2{
			ErrorCode: 2002, StructThing: &thrifttest.Xtruct{StringThing: "This is an Xception2"}}
	}
	return &thrifttest.Xtruct{StringThing: arg1}, nil
}

// TestOneway does not sleep, as the original asks for: that it was called is what a test can see.
func (handler) TestOneway(_ context.Context, secondsToSleep int32) error {
	fmt.Println("oneway", secondsToSleep)
	return nil
}

func protocolFactory(name string) thrift.TProtocolFactory {
	switch name {
	case "binary":
		return thrift.NewTBinaryProtocolFactoryConf(nil)
	case "compact":
		return thrift.NewTCompactProtocolFactoryConf(nil)
	}
	log.Fatalf("-protocol %s (expected: binary or compact)", name)
	return nil
}

func processor(multiplexed bool) thrift.TProcessor {
	if !multiplexed {
		return thrifttest.NewThriftTestProcessor(handler{})
	}
	all := thrift.NewTMultiplexedProcessor()
	all.RegisterProcessor("ThriftTest", thrifttest.NewThriftTestProcessor(handler{}))
	all.RegisterProcessor("SecondService", thrifttest.NewSecondServiceProcessor(handler{}))
	return all
}

func main() {
	transport := flag.String("transport", "framed", "framed, buffered or http")
	protocol := flag.String("protocol", "binary", "binary or compact")
	multiplexed := flag.Bool("multiplexed", false, "serve ThriftTest and SecondService behind these names")
	flag.Parse()
	protocols := protocolFactory(*protocol)
	methods := processor(*multiplexed)

	if *transport == "http" {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			log.Fatal(err)
		}
		listening(listener.Addr())
		log.Fatal(http.Serve(listener, http.HandlerFunc(thrift.NewThriftHandlerFunc(methods, protocols, protocols))))
	}
	var transports thrift.TTransportFactory
	switch *transport {
	case "framed":
		transports = thrift.NewTFramedTransportFactoryConf(thrift.NewTTransportFactory(), nil)
	case "buffered":
		transports = thrift.NewTBufferedTransportFactory(8192)
	default:
		log.Fatalf("-transport %s (expected: framed, buffered or http)", *transport)
	}
	socket := thrift.NewTServerSocketFromAddrTimeout(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, 0)
	if err := socket.Listen(); err != nil {
		log.Fatal(err)
	}
	listening(socket.Addr())
	log.Fatal(thrift.NewTSimpleServer4(methods, socket, transports, protocols).Serve())
}

func listening(address net.Addr) {
	fmt.Println("listening", address.(*net.TCPAddr).Port)
}
