package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tombolo.MovingClock;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.ContactCard;

/** When XMPP users are asked what they are called and look like (XEP-0153 4). */
class FacesTest {
    private static final Jid ALICE = new Jid("alice", "ims.localhost", "");
    private static final Jid BOB = new Jid("bob", "ims.localhost", "");
    private static final Jid JULIET = new Jid("juliet", "localhost", "");
    private static final URI PLACE = URI.create("https://g.test/files/1/picture.png");

    private final MovingClock clock = new MovingClock();
    private final List<CompletableFuture<Optional<ContactCard>>> asked = new ArrayList<>();
    private final List<Face> seen = new ArrayList<>();
    private Duration life = Duration.ofDays(7);
    private final Faces faces = new Faces(
            (asking, user) -> {
                asked.add(new CompletableFuture<>());
                return asked.get(asked.size() - 1);
            },
            picture -> CompletableFuture.completedFuture(
                    Optional.of(new Pictures.Place(PLACE, clock.instant().plus(life)))),
            clock);

    private void look(Jid asking, String photo) {
        faces.look(asking, JULIET, Optional.of(photo), seen::add);
    }

    private void answer(String name) {
        asked.get(asked.size() - 1)
                .complete(Optional.of(
                        new ContactCard(name, Optional.of(new ContactCard.Picture("image/png", new byte[1])))));
    }

    @Test
    void oneQuestionIsEnoughForAllWhoWatch() {
        look(ALICE, "1");
        look(BOB, "1");
        assertThat(asked).hasSize(1);
        answer("Juliet");
        look(BOB, "1");
        assertThat(asked).hasSize(1);
        assertThat(seen).hasSize(3).containsOnly(new Face("Juliet", Optional.of(PLACE)));
    }

    @Test
    void anotherHashOrAnotherDayIsAskedAbout() {
        look(ALICE, "1");
        answer("Juliet");
        look(ALICE, "2");
        answer("Juliet");
        assertThat(asked).hasSize(2);
        clock.move(Duration.ofDays(1));
        look(ALICE, "2");
        assertThat(asked).hasSize(3);
    }

    @Test
    void aPictureIsAskedForAgainBeforeItsPlaceIsEmpty() {
        life = Duration.ofHours(1);
        look(ALICE, "1");
        answer("Juliet");
        clock.move(Duration.ofHours(1));
        look(ALICE, "1");
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoDoesNotAnswerHasNoFaceAndIsLeftInPeace() {
        look(ALICE, "1");
        asked.get(0).complete(Optional.empty());
        assertThat(seen).containsExactly(Face.NONE);
        look(ALICE, "1");
        assertThat(asked).hasSize(1);
        clock.move(Duration.ofMinutes(30));
        look(ALICE, "1");
        asked.get(1).completeExceptionally(new IllegalStateException("no stream"));
        assertThat(asked).hasSize(2);
        assertThat(seen).hasSize(3).containsOnly(Face.NONE);
    }
}
