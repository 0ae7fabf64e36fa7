# Computed answers, an echo and a counter inside nginx.
package nginx_site;

use strict;
use warnings;
use nginx;

my $hits = 0;

sub text {
    my ($request, $text) = @_;
    $request->send_http_header('text/plain');
    $request->print($text) unless $request->header_only;
    return OK;
}

sub computed { return text(shift, "This was computed.\n"); }
sub hits { return text(shift, "$hits\n"); }

sub hit {
    $hits++;
    return text(shift, "Counted.\n");
}

sub echo_content {
    my $request = shift;
    my $file = $request->request_body_file;
    $request->send_http_header('application/octet-stream');
    if (defined $file) {
        $request->sendfile($file);
    } else {
        $request->print($request->request_body // '');
    }
    return OK;
}

sub echo {
    my $request = shift;
    return OK if $request->has_request_body(\&echo_content);
    return text($request, '');
}

1;
