module example.org/capture

go 1.23

require (
	github.com/google/gopacket v1.1.19
	github.com/spf13/cobra v1.8.1
)

require (
	github.com/oschwald/maxminddb-golang v1.13.1 // indirect
	golang.org/x/sys v0.26.0 // indirect
)
