// A small application on Go's own HTTP server: go_site PORT FOLDER [KEY CERTIFICATE]
package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

var hits int64

func text(content func() string) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		response.Header().Set("Content-Type", "text/plain")
		io.WriteString(response, content())
	}
}

func echo(response http.ResponseWriter, request *http.Request) {
	content, err := io.ReadAll(request.Body)
	if err != nil {
		http.Error(response, err.Error(), http.StatusBadRequest)
		return
	}
	response.Header().Set("Content-Type", "application/octet-stream")
	response.Write(content)
}

// Flushed in between, so that its length is not known when it starts.
func computed(response http.ResponseWriter, request *http.Request) {
	response.Header().Set("Content-Type", "text/plain")
	io.WriteString(response, "This was ")
	response.(http.Flusher).Flush()
	io.WriteString(response, "computed.\n")
}

func closing(response http.ResponseWriter, request *http.Request) {
	response.Header().Set("Connection", "close")
	text(func() string { return "The last answer.\n" })(response, request)
}

func late(response http.ResponseWriter, request *http.Request) {
	time.Sleep(50 * time.Millisecond)
	text(func() string { return "This took a while.\n" })(response, request)
}

func main() {
	http.Handle("/", http.FileServer(http.Dir(os.Args[2])))
	http.HandleFunc("/echo", echo)
	http.HandleFunc("/computed", computed)
	http.HandleFunc("/closing", closing)
	http.HandleFunc("/late", late)
	http.HandleFunc("/hit", text(func() string { return fmt.Sprintln("Counted:", atomic.AddInt64(&hits, 1)) }))
	http.HandleFunc("/hits", text(func() string { return fmt.Sprintln(atomic.LoadInt64(&hits)) }))
	address := "127.0.0.1:" + os.Args[1]
	if len(os.Args) > 4 {
		log.Fatal(http.ListenAndServeTLS(address, os.Args[4], os.Args[3], nil))
	}
	log.Fatal(http.ListenAndServe(address, nil))
}
