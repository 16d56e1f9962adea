module example.org/web

go 1.23

require (
	github.com/labstack/echo/v4 v4.12.0
	github.com/stretchr/testify v1.9.0
)
