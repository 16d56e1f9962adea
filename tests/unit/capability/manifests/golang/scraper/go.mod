module example.org/scraper

go 1.22

require github.com/gocolly/colly/v2 v2.1.0 // the collector
