//go:build tools

// Package main depends on Kitex's code generator, so that its version is the library's.
package main

import _ "github.com/cloudwego/kitex/tool/cmd/kitex"
