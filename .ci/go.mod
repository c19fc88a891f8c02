module github.com/wiretag/wiretag/ci

go 1.26
