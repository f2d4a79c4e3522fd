// Command kitex is the gateway that one writes in Go: Hertz in front, Kitex's generic call by JSON behind.
//
//	kitex PORT TOPOLOGY
//
// TOPOLOGY is the file that benchmarks/run writes for all peers: which services there are, where, and what their paths call.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/cloudwego/hertz/pkg/app"
	"github.com/cloudwego/hertz/pkg/app/server"
	"github.com/cloudwego/hertz/pkg/common/hlog"
	"github.com/cloudwego/kitex/client"
	"github.com/cloudwego/kitex/client/genericclient"
	"github.com/cloudwego/kitex/pkg/connpool"
	"github.com/cloudwego/kitex/pkg/generic"
	"github.com/cloudwego/kitex/transport"
)

type topology struct {
	Services map[string]struct {
		Idl     string
		Servers []string
	}
	Paths map[string]struct{ Service, Method string }
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: kitex PORT TOPOLOGY")
	}
	text, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	var all topology
	if err := json.Unmarshal(text, &all); err != nil {
		log.Fatal(err)
	}
	hlog.SetLevel(hlog.LevelWarn)
	gateway := server.New(server.WithHostPorts("127.0.0.1:"+os.Args[1]), server.WithDisablePrintRoute(true))
	clients := map[string]genericclient.Client{}
	for name, service := range all.Services {
		if clients[name], err = connect(name, service.Idl, service.Servers); err != nil {
			log.Fatalf("%s: %v", name, err)
		}
	}
	for path, target := range all.Paths {
		gateway.Any(path, handler(clients[target.Service], target.Method))
	}
	gateway.Spin()
}

// connect makes the generic client of a service: framed, with connections that are kept, over all its servers in turn.
func connect(name, idl string, servers []string) (genericclient.Client, error) {
	provider, err := generic.NewThriftFileProviderWithDynamicGo(idl)
	if err != nil {
		return nil, err
	}
	byJSON, err := generic.JSONThriftGeneric(provider)
	if err != nil {
		return nil, err
	}
	return genericclient.NewClient(name, byJSON,
		client.WithHostPorts(servers...),
		client.WithTransportProtocol(transport.Framed),
		client.WithRPCTimeout(10*time.Second),
		client.WithLongConnection(connpool.IdleConfig{
			MaxIdlePerAddress: 1024, MaxIdleGlobal: 8192, MaxIdleTimeout: time.Minute,
		}))
}

func handler(service genericclient.Client, method string) app.HandlerFunc {
	return func(ctx context.Context, request *app.RequestContext) {
		body := string(request.Request.Body())
		if body == "" {
			fields := map[string]string{}
			request.QueryArgs().VisitAll(func(name, value []byte) { fields[string(name)] = string(value) })
			text, err := json.Marshal(fields)
			if err != nil {
				problem(request, 400, err)
				return
			}
			body = string(text)
		}
		reply, err := service.GenericCall(ctx, method, body)
		if err != nil {
			problem(request, 502, err)
			return
		}
		text, ok := reply.(string)
		if !ok {
			problem(request, 502, fmt.Errorf("a reply of type %T", reply))
			return
		}
		request.Data(200, "application/json", []byte(text))
	}
}

func problem(request *app.RequestContext, status int, err error) {
	request.JSON(status, map[string]string{"detail": err.Error()})
}
