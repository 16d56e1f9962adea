module example.org/proxy

require github.com/elazarl/goproxy v0.0.0-20240909085733-6741dbfc16a1
