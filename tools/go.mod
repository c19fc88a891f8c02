module github.com/wiretag/wiretag/tools

go 1.26
