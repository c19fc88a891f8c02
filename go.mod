module github.com/wiretag/wiretag

go 1.26
