module example.org/messages

go 1.23.0

toolchain go1.23.2

require (
	go.mau.fi/whatsmeow v0.0.0-20241024091512-70ad34c6ce1c
	github.com/gotd/td v0.112.0
	google.golang.org/protobuf v1.35.1
)

exclude github.com/old/thing v1.0.0
