# Sourced after lib.sh by the scripts that need an nginx: its packages and its configuration.
# shellcheck shell=sh disable=SC2034,SC2154

nginx_needs='/usr/sbin/nginx nginx-light
/usr/lib/nginx/modules/ngx_http_perl_module.so libnginx-mod-http-perl'

# nginx_configuration LISTEN [DIRECTIVES]: prints a configuration that lies in $work.
nginx_configuration() {
    # One worker, because the Perl module counts in the memory of its process.
    cat <<END
load_module /usr/lib/nginx/modules/ngx_http_perl_module.so;
daemon off;
worker_processes 1;
pid $work/nginx.pid;
lock_file $work/nginx.lock;
error_log stderr;
events {}
http {
    access_log off;
    types { text/html html; text/plain txt; }
    client_body_temp_path $work/state/body;
    proxy_temp_path $work/state/proxy;
    fastcgi_temp_path $work/state/fastcgi;
    scgi_temp_path $work/state/scgi;
    uwsgi_temp_path $work/state/uwsgi;
    perl_modules $work/site;
    perl_require nginx_site.pm;
    server {
        listen $1;
        ${2-}
        root $work/www;
        location /store/ { root $work/state; dav_methods PUT DELETE; }
        location = /computed { perl nginx_site::computed; }
        location = /echo { perl nginx_site::echo; }
        location = /hit { perl nginx_site::hit; }
        location = /hits { perl nginx_site::hits; }
        include $work/site/nginx_answers.conf;
        location = /closing { keepalive_timeout 0; try_files /file.txt =404; }
    }
}
END
}
