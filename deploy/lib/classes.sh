# shellcheck shell=bash
# Class data sharing (JEP 350): a large part of a start is reading and verifying classes. The first server that ends in good order
# leaves its classes in an archive that later ones map into memory. Java ignores an archive of another Java or collector, and reads a
# class that has changed since as ever, so that an old archive costs time and nothing else.

# share_classes NAME CLASS_PATH WAR: prints the option for java, nothing when classes cannot be shared. One archive for each Java.
share_classes() {
    local java archive
    java=$(readlink -f "$(command -v java)")
    archive=$1-$(basename "${java%/bin/java}").jsa
    if [[ -e $archive.new ]]; then accept_archive "$archive" "$2"; fi
    if [[ -e $archive && -z $(find -L "$java" "$3" -newercm "$archive") ]]; then
        echo "-XX:SharedArchiveFile=$archive"
    elif [[ -w $(dirname "$archive") && "${TOMBOLO_JAVA_OPTS:-}${JAVA_TOOL_OPTIONS:-}${JDK_JAVA_OPTIONS:-}" != *agent* ]]; then
        # With an agent, which may change classes, Java would refuse to start.
        echo "-XX:ArchiveClassesAtExit=$archive.new"
    fi
}

# accept_archive ARCHIVE CLASS_PATH. Java that maps an archive cut short by a kill or a full disk dies of it: one that nobody needs tries first.
accept_archive() {
    if (ulimit -c 0 && exec java -Xshare:on -XX:+VerifySharedSpaces -XX:SharedArchiveFile="$1.new" -XX:+UseSerialGC \
        -XX:ErrorFile=/dev/null -cp "$2" -version) >/dev/null 2>&1; then
        mv -f "$1.new" "$1" 2>/dev/null || true # another start may have been first
    else
        rm -f "$1.new"
    fi
}
