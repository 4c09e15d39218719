# Sourced by run when JBGPD_SCREENS names a folder: pictures of the looking glass by Chromium, light and dark, wide and as on a
# phone.
mkdir -p "$JBGPD_SCREENS"
browser() { # FILE WIDTH HEIGHT SCHEME PAGE ; SCHEME is 0 for dark and 1 for light
    in_ rs timeout 60 chromium --headless --no-sandbox --disable-gpu --no-first-run --user-data-dir="$work/chromium" \
        --hide-scrollbars --force-color-profile=srgb --blink-settings=preferredColorScheme="$4" \
        --window-size="$2,$3" --virtual-time-budget=8000 --screenshot="$JBGPD_SCREENS/$1.png" \
        "http://127.0.0.1:9179/$5" >"$work/chromium.log" 2>&1
    [ -s "$JBGPD_SCREENS/$1.png" ]
}

say "Something to plot: Amber's routes come and go"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
    ask amber disable own6 >/dev/null
    ask amber restart own4 >/dev/null
    sleep 2
    ask amber enable own6 >/dev/null
    sleep 3
done
ask rs disable dune "until the cable is laid" >/dev/null
sleep 2

say "Pictures in $JBGPD_SCREENS"
check "neighbors" browser neighbors 1280 560 1 ""
check "neighbors, dark, narrow" browser neighbors-dark-narrow 320 1780 0 ""
check "a prefix" browser prefix 1280 840 1 "#/prefix/198.51.100.0/24"
check "a prefix, dark" browser prefix-dark 1280 840 0 "#/prefix/198.51.100.0/24"
check "a prefix, narrow" browser prefix-narrow 320 2000 1 "#/prefix/198.51.100.0/24"
check "what it was" browser history 1280 1000 1 "#/prefix/2001:db8:a::/48"
check "rejected routes" browser filtered 1280 620 1 "#/neighbor/cobalt/filtered"
check "a prefix that was rejected" browser rejected 1280 640 1 "#/prefix/203.0.113.0/25"
check "activity" browser activity 1280 1090 1 "#/activity"
check "activity, dark, narrow" browser activity-dark-narrow 320 1300 0 "#/activity"
