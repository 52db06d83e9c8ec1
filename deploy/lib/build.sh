# shellcheck shell=bash
# Builds the WAR when it is missing or older than what it is made of.

war_is_current() {
    local sources=(pom.xml sip.xml web.xml src/main)
    [[ -f target/tombolo.war && -d target/tombolo/WEB-INF && -f target/launcher/tombolo-launcher.jar &&
        -f target/transcoder/tombolo-transcoder.jar ]] &&
        [[ -z $(find "${sources[@]}" -newer target/tombolo.war -print -quit) ]]
}

need_build_tools() {
    need javac default-jdk-headless
    need mvn maven
    need npm npm
}

# Tests are not even compiled, nor is the code checked: who starts the gateway need not wait for either.
build_war() {
    local log=target/build.log
    say "Building target/tombolo.war (the first time this fetches libraries and takes some minutes) ..."
    mkdir -p target
    if ! mvn -B -q -Dstyle.color=never package -Dmaven.test.skip=true -Dquick >"$log" 2>&1 </dev/null; then
        grep -m 5 -F '[ERROR]' "$log" >&2 || tail -n 5 "$log" >&2
        die "the build failed: see $log"
    fi
    touch target/tombolo.war
}
