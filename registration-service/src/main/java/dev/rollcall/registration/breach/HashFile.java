package dev.rollcall.registration.breach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A file of lines {@code SHA1:COUNT}, sorted by hash. A binary search reads one line of
 * about 30 for a file of a thousand million. The file stays open: a new one needs a
 * restart.
 */
final class HashFile implements BreachedPasswords.Source {

	private static final int MAX_LINE = 64;

	private static final Pattern LINE = Pattern.compile("([0-9A-F]{40}):([0-9]{1,18})\\r?");

	private final FileChannel file;

	private final long size;

	private HashFile(FileChannel file) throws IOException {
		this.file = file;
		this.size = file.size();
	}

	/**
	 * Opens a file.
	 * @throws IOException if it cannot be read or its first line is no hash
	 */
	static HashFile open(Path path) throws IOException {
		HashFile file = new HashFile(FileChannel.open(path, StandardOpenOption.READ));
		file.line(0);
		return file;
	}

	@Override
	public Mono<Boolean> contains(String sha1) {
		return Mono.fromCallable(() -> find(sha1)).subscribeOn(Schedulers.boundedElastic());
	}

	private boolean find(String sha1) throws IOException {
		long low = 0;
		long high = this.size;
		while (low < high) {
			long start = startOfLine(low, (low + high) >>> 1);
			Line line = line(start);
			int order = line.hash().compareTo(sha1);
			if (order == 0) {
				return line.count() > 0;
			}
			low = (order < 0) ? start + line.length() : low;
			high = (order < 0) ? high : start;
		}
		return false;
	}

	/** Returns where the line starts that contains the position. */
	private long startOfLine(long low, long position) throws IOException {
		long from = Math.max(low, position - MAX_LINE);
		int newline = text(from, (int) (position - from)).lastIndexOf('\n');
		return (newline < 0) ? from : from + newline + 1;
	}

	private Line line(long start) throws IOException {
		String text = text(start, MAX_LINE);
		int end = text.indexOf('\n');
		Matcher line = LINE.matcher((end < 0) ? text : text.substring(0, end));
		if (!line.matches()) {
			throw new IOException("The file of breached passwords has a line that is not SHA1:COUNT");
		}
		return new Line(line.group(1), Long.parseLong(line.group(2)), (end < 0) ? text.length() : end + 1);
	}

	private String text(long from, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		int read;
		do {
			read = this.file.read(bytes, from + bytes.position());
		}
		while (read > 0 && bytes.hasRemaining());
		return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
	}

	/**
	 * An entry.
	 *
	 * @param length in bytes, with the line's end
	 */
	private record Line(String hash, long count, int length) {
	}

}
