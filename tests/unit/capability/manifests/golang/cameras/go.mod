module example.org/cameras

require (
	github.com/bluenviron/gortsplib/v4 v4.11.0
	github.com/use-go/onvif v0.0.9
	github.com/gin-gonic/gin v1.10.0
)
