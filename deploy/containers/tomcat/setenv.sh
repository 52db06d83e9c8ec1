# shellcheck shell=sh
# Sourced by catalina.sh. The gateway reads the same variables; see the comments in its tombolo-defaults.properties.
bind=${TOMBOLO_BIND:-127.0.0.1}
CATALINA_OPTS="$CATALINA_OPTS -Dtombolo.bind=$bind -Dtombolo.public.host=${TOMBOLO_PUBLIC_HOST:-$bind}"
CATALINA_OPTS="$CATALINA_OPTS -Dtombolo.http.port=${TOMBOLO_HTTP_PORT:-8080} -Dtombolo.sip.port=${TOMBOLO_SIP_PORT:-5080}"
# Java 9 and newer refuse the container's own look-up of the router.
CATALINA_OPTS="$CATALINA_OPTS -Djavax.servlet.sip.ar.spi.SipApplicationRouterProvider=org.mobicents.servlet.sip.router.DefaultApplicationRouterProvider"
# A library of the container has the API of SLF4J without a provider.
CATALINA_OPTS="$CATALINA_OPTS -Dslf4j.internal.verbosity=ERROR"
# Who writes to a stream that its client has just left must not write into the next response of that thread.
CATALINA_OPTS="$CATALINA_OPTS -Dorg.apache.catalina.connector.RECYCLE_FACADES=true"
export CATALINA_OPTS
