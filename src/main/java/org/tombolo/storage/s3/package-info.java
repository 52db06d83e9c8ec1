/** The content store in a bucket of a service that speaks the protocol of Amazon's S3; the only user of that client. */
@NullMarked
package org.tombolo.storage.s3;

import org.jspecify.annotations.NullMarked;
