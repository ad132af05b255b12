package dev.rollcall.registration.administration;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Splits a body into lines as it arrives. The content of a line that is too long is
 * dropped.
 */
final class Lines {

	static final int MAX_BYTES = 16 * 1024;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);

	private long number;

	private boolean tooLong;

	private Lines() {
	}

	static Flux<Line> of(Flux<DataBuffer> body) {
		return Flux.defer(() -> {
			Lines lines = new Lines();
			return body.concatMapIterable(lines::take, 1).concatWith(Flux.defer(lines::last));
		});
	}

	private List<Line> take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		List<Line> complete = new ArrayList<>();
		for (byte next : bytes) {
			if (next == '\n') {
				complete.add(end());
			}
			else {
				add(next);
			}
		}
		return complete;
	}

	private void add(byte next) {
		if (this.line.size() < MAX_BYTES) {
			this.line.write(next);
		}
		else {
			this.tooLong = true;
		}
	}

	private Line end() {
		Line ended = new Line(++this.number, this.tooLong ? null : this.line.toByteArray());
		this.line.reset();
		this.tooLong = false;
		return ended;
	}

	private Flux<Line> last() {
		return (this.line.size() > 0) ? Flux.just(end()) : Flux.empty();
	}

	/**
	 * A line.
	 *
	 * @param number counts the lines: 1, 2, 3 ...
	 * @param text null if the line was too long
	 */
	record Line(long number, byte @Nullable [] text) {

		boolean isBlank() {
			if (this.text == null) {
				return false;
			}
			for (byte next : this.text) {
				if (next != ' ' && next != '\r' && next != '\t') {
					return false;
				}
			}
			return true;
		}

	}

}
