module example.org/telecom

require (
	github.com/fiorix/go-diameter/v4 v4.0.4
	github.com/wmnsk/go-gtp v0.8.0
	github.com/emiago/sipgo v0.25.1 // indirect
)
