module example.org/fork

require github.com/example/nuclei v0.0.0

replace github.com/example/nuclei => github.com/projectdiscovery/nuclei/v3 v3.3.5

replace example.org/local => ../local
