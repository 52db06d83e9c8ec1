package org.tombolo.gateway.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interaction.CallScene.sdp;

import com.google.errorprone.annotations.Immutable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.tombolo.sip.Body;
import org.tombolo.sip.LegState;

/** Whatever the parties, the client and time do, and in whatever order. */
class ThirdPartyCallProperties {

    /** One thing that may happen; what cannot happen in the leg's state is passed over. */
    record Step(int who, Deed deed, int choice) {
        void happen(CallScene scene) {
            if (scene.legs.isEmpty() || (who == 1 && !scene.calleeCalled())) {
                return;
            }
            FakeLeg latest = scene.legs.get(scene.legs.size() - 1);
            deed.act(scene, who == 0 ? scene.caller() : who == 1 ? scene.callee() : latest, choice);
        }
    }

    enum Deed {
        RING((s, l, n) -> early(l, FakeLeg::ring)),
        ANSWER((s, l, n) -> early(l, x -> x.answer(description(n)))),
        REFUSE((s, l, n) ->
                early(l, x -> x.refuse(List.of(486, 488, 480, 603, 500, 302).get(n)))),
        HANG_UP((s, l, n) -> confirmed(l, FakeLeg::hangUp)),
        LOSE((s, l, n) -> confirmed(l, FakeLeg::lose)),
        REANSWER((s, l, n) -> {
            if (l.state == LegState.CONFIRMED && l.reinvited) {
                int status = List.of(200, 200, 200, 491, 488, 481).get(n);
                l.reanswer(status, status == 200 ? description(n) : Optional.empty());
            }
        }),
        REOFFER((s, l, n) -> confirmed(l, x -> x.reoffer(description(n)))),
        ACKNOWLEDGE((s, l, n) -> confirmed(l, x -> {
            if (x.acknowledgementDue) {
                x.acknowledgeBy(description(n));
            }
        })),
        OFFER_EARLY((s, l, n) -> early(l, x -> {
            if (x.offer.isEmpty() && n < 5) {
                x.offerEarly("fork-" + n % 2, description(n));
            }
        })),
        HOLD((s, l, n) -> {
            var unused = s.call.control().set(n % 2 == 0 ? "caller" : "callee", Optional.of(n < 3), Optional.of(n < 2));
            s.session.run();
        }),
        TRANSFER((s, l, n) -> {
            var unused = n < 4
                    ? s.call.control().transfer(n % 2 == 0 ? "caller" : "callee", CallScene.CAROL, n < 2)
                    : n == 4
                            ? s.call.control().completeTransfer()
                            : s.call.control().cancelTransfer();
            s.session.run();
        }),
        PASS((s, l, n) -> s.session.pass(Duration.ofSeconds(n * 8L))),
        END((s, l, n) -> {
            if (n == 0) {
                s.end();
            }
        });

        private final Act act;

        Deed(Act act) {
            this.act = act;
        }

        void act(CallScene scene, FakeLeg leg, int choice) {
            act.on(scene, leg, choice);
        }
    }

    @Immutable
    private interface Act {
        void on(CallScene scene, FakeLeg leg, int choice);
    }

    private static void early(FakeLeg leg, Consumer<FakeLeg> deed) {
        if (leg.state == LegState.INVITED || leg.state == LegState.EARLY) {
            deed.accept(leg);
        }
    }

    private static void confirmed(FakeLeg leg, Consumer<FakeLeg> deed) {
        if (leg.state == LegState.CONFIRMED) {
            deed.accept(leg);
        }
    }

    private static Optional<Body> description(int choice) {
        return switch (choice) {
            case 0, 1, 2 -> sdp("audio 4000 RTP/AVP 0");
            case 3 -> sdp("video 4002 RTP/AVP 96", "audio 4000 RTP/AVP 0");
            case 4 -> Optional.of(Body.text(Body.SDP, "garbage"));
            default -> Optional.empty();
        };
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.randomValue(
                        r -> new Step(r.nextInt(3), Deed.values()[r.nextInt(Deed.values().length)], r.nextInt(6)))
                .list()
                .ofMaxSize(60);
    }

    private static CallScene begun(int progress) {
        CallScene scene = CallScene.begun();
        if (progress > 0) {
            scene.caller().answer(sdp());
        }
        if (progress > 1) {
            scene.callee().answer(description(0));
        }
        if (progress > 2) {
            scene.caller().reanswer(200, description(0));
        }
        if (progress > 3) {
            var unused = scene.call.control().transfer("callee", CallScene.CAROL, progress % 2 == 1);
            scene.session.run();
            scene.caller().reanswer(200, description(0));
            scene.callee().reanswer(200, description(0));
        }
        if (progress > 4) {
            scene.target().answer(description(0));
        }
        return scene;
    }

    @Property(tries = 5000)
    void thereIsOneFinalEventAndNothingIsLeft(
            @ForAll @IntRange(max = 6) int progress, @ForAll("steps") List<Step> steps) {
        CallScene scene = begun(progress);
        steps.forEach(s -> s.happen(scene));
        Statistics.label("reached")
                .collect(scene.call.call().connectedAt().isPresent() ? "connected" : "not connected");
        Statistics.label("transfer")
                .collect(scene.call.legs().stream()
                        .anyMatch(l -> l.party().equals(CallScene.CAROL) && l.state() == LegView.State.ANSWERED));
        scene.end();
        scene.session.pass(Duration.ofMinutes(10));
        scene.assertOver();
        scene.assertNumbered();
        // "other" would be an error of ours
        assertThat(scene.last().reason()).isNotEqualTo(Optional.of(EndReason.OTHER));
    }
}
