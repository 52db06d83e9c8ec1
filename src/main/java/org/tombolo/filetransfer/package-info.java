/** Files by MSRP in a dialog of their own (RFC 5547), taken from phones and sent to them, for all gateways. */
@NullMarked
package org.tombolo.filetransfer;

import org.jspecify.annotations.NullMarked;
