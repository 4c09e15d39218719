#!/bin/sh
# BIRD's client, by jbgpctl; what a build without a C compiler has in place of the native one.
name=${0##*/}
case $name in
    *6) file=bird6.ctl ;;
    *) file=bird.ctl ;;
esac
self=$0
[ ! -h "$self" ] || self=$(readlink -f "$self")
case $self in
    */*) ;;
    *) self=./$self ;;
esac

folder=${JBGPD_RUN_DIR-}
for each in /var/run/calico /run/bird /run/jbgpd; do
    [ -n "$folder" ] || [ ! -d $each ] || folder=$each
done
socket=${folder:-/run/jbgpd}/$file
options=--as-bird
while getopts s:vrl option; do
    case $option in
        s) socket=$OPTARG ;;
        l) socket=$file ;;
        v | r) options="$options -$option" ;;
        *)
            echo "Usage: $0 [-s <control-socket>] [-v] [-r] [-l]" >&2
            exit 1
            ;;
    esac
done
shift $((OPTIND - 1))
# shellcheck disable=SC2086
exec "${self%/*}/jbgpctl" $options -s "$socket" "$@"
