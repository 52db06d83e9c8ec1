/** Who may call whom, how much and how often: lists of numbers, emergency and premium numbers, quotas and velocity limits of clients. */
@NullMarked
package org.tombolo.gateway.interaction.guard;

import org.jspecify.annotations.NullMarked;
