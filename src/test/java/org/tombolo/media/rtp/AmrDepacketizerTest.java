package org.tombolo.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tombolo.media.AmrTrack;
import org.tombolo.media.G711Track;
import org.tombolo.media.TelephoneEventTrack;

/** RFC 4867 4.3, 4.4 and RFC 4733 2.5. */
class AmrDepacketizerTest {
    private final Packets.Out out = new Packets.Out();

    private static byte[] bits(String text) {
        String padded = text.replace(" ", "");
        padded += "0".repeat((8 - padded.length() % 8) % 8);
        byte[] octets = new byte[padded.length() / 8];
        for (int i = 0; i < padded.length(); i++) {
            octets[i / 8] |= (byte) ((padded.charAt(i) - '0') << (7 - i % 8));
        }
        return octets;
    }

    private List<String> frames() {
        return out.units.stream().map(Packets.Out.Unit::octets).toList();
    }

    /** The example of 4.3.5.2: speech, comfort noise, nothing, speech. */
    @Test
    void bandwidthEfficientFramesAreTakenApartBitByBit() {
        String first = "10".repeat(66);
        String noise = "1".repeat(40);
        String last = "01".repeat(88) + "1";
        byte[] payload = bits("0001 1 0000 1 1 1001 1 1 1111 1 0 0001 1" + first + noise + last);
        AmrDepacketizer depacketizer = new AmrDepacketizer(out, new AmrTrack(true), false, false);
        depacketizer.packet(Packets.view(Packets.of(1, 3200, false, payload)));
        assertThat(frames())
                .containsExactly(
                        "04" + HexFormat.of().formatHex(bits(first)),
                        "4cffffffffff",
                        "7c",
                        "0c" + HexFormat.of().formatHex(bits(last)));
        assertThat(out.units).extracting(Packets.Out.Unit::time).containsExactly(3200L, 3520L, 3840L, 4160L);
    }

    /** 4.4.2.1: a check of each frame that has bits, after the table of contents. */
    @Test
    void frameChecksAreLeftAlone() {
        String speech = "1".repeat(95);
        byte[] payload =
                bits("1111 0000  1 0000 1 00  1 1111 1 00  0 0000 0 00  10101010 01010101" + speech + "0" + speech);
        AmrDepacketizer depacketizer = new AmrDepacketizer(out, new AmrTrack(false), true, true);
        depacketizer.packet(Packets.view(Packets.of(1, 0, false, payload)));
        String ones = HexFormat.of().formatHex(bits(speech));
        assertThat(frames()).containsExactly("04" + ones, "7c", "00" + ones);
    }

    /** 3.7.1: each packet brings the frame of the one before it once more. */
    @Test
    void framesThatComeOnceMoreAreTakenOnce() {
        AmrDepacketizer depacketizer = new AmrDepacketizer(out, new AmrTrack(false), true, false);
        for (int i = 0; i < 5; i++) {
            byte[] payload = bits("1111 0000  1 1000 1 00  0 1000 1 00" + "1".repeat(39) + "0" + "1".repeat(39));
            depacketizer.packet(Packets.view(Packets.of(i, i * 160, false, payload)));
        }
        assertThat(out.units).extracting(Packets.Out.Unit::time).containsExactly(0L, 160L, 320L, 480L, 640L, 800L);
        depacketizer.restarted();
        depacketizer.packet(Packets.view(Packets.of(9, 700, false, bits("1111 0000  0 1111 1 00"))));
        assertThat(out.units).hasSize(7);
    }

    /** 4.3.1 and 4.4.1; what is no packet of AMR asks for nothing. */
    @Test
    void theModeThatIsAskedForIsTold() {
        List<Integer> asked = new ArrayList<>();
        AmrDepacketizer packed = new AmrDepacketizer(out, new AmrTrack(false), false, false, asked::add);
        packed.packet(Packets.view(Packets.of(1, 0, false, bits("0010 0 1111 1"))));
        packed.packet(Packets.view(Packets.of(2, 160, false, bits("0011 0 0111 1"))));
        AmrDepacketizer aligned = new AmrDepacketizer(out, new AmrTrack(true), true, false, asked::add);
        aligned.packet(Packets.view(Packets.of(1, 0, false, bits("1111 0000  0 1111 1 00"))));
        aligned.packet(Packets.view(Packets.of(2, 320, false, bits("1000 0000  0 1111 1 00"))));
        assertThat(asked).containsExactly(2, 15, 8);
    }

    @Property
    void anythingElseIsCountedAndNeverAFault(
            @ForAll @Size(max = 80) byte[] payload, @ForAll boolean wide, @ForAll boolean aligned) {
        Packets.Out some = new Packets.Out();
        AmrDepacketizer depacketizer = new AmrDepacketizer(some, new AmrTrack(wide), aligned, false);
        depacketizer.packet(Packets.view(Packets.of(1, 0, false, payload)));
        assertThat(some.units.isEmpty()).isEqualTo(depacketizer.malformed() == 1);
    }

    /** RFC 4733 2.5.1.4: the end comes three times; when none of them comes, the next event ends it. */
    @Test
    void anEventIsToldOnceAndSoundPassesBesideIt() {
        Packets.Out events = new Packets.Out();
        SoundDepacketizer sound = new SoundDepacketizer(out, new G711Track(true));
        EventDepacketizer depacketizer = new EventDepacketizer(101, sound, events, new TelephoneEventTrack(8000));
        depacketizer.packet(Packets.view(Packets.of(1, 0, false, new byte[160])));
        for (String payload : List.of("050a00a0", "050a0140", "058a0320", "058a0320", "058a0320")) {
            depacketizer.packet(event(1600, payload));
        }
        depacketizer.packet(event(8000, "0b0a00a0"));
        depacketizer.packet(event(16000, "0a0a00a0"));
        depacketizer.packet(event(16000, "0a"));
        depacketizer.packet(event(16000, "0a8a0100"));
        assertThat(events.units)
                .extracting(Packets.Out.Unit::octets)
                .containsExactly("058a0320", "0b0a00a0", "0a8a0100");
        assertThat(events.units).extracting(Packets.Out.Unit::time).containsExactly(1600L, 8000L, 16000L);
        assertThat(out.units).hasSize(1);
    }

    private static RtpPacket event(int timestamp, String payload) {
        byte[] packet = Packets.of(1, timestamp, false, HexFormat.of().parseHex(payload));
        packet[1] = 101;
        return Packets.view(packet);
    }
}
