# sh people_by_tls.sh FOLDER: let logins of people (QGIS) into the server of that data folder by TLS alone, and into its database
# plaeng alone. The lines come first in pg_hba.conf, where the first that fits decides. Run again, it changes nothing.
lines="hostssl  plaeng  +plaeng_viewer  all  scram-sha-256
host     all     +plaeng_viewer  all  reject"
rest=$(cat "$1/pg_hba.conf") || exit
case $rest in
  "$lines"*) ;;
  *) printf '%s\n%s\n' "$lines" "$rest" >"$1/pg_hba.conf" ;;
esac
