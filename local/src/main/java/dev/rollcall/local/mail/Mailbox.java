package dev.rollcall.local.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.rollcall.local.process.Permissions;
import jakarta.mail.MessagingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest mails, one copy for each recipient. Each copy is a file that is complete
 * before the mail is acknowledged, so it survives a kill of the process. The first line
 * is the recipient of the envelope; the mail follows unchanged. Memory holds only the
 * recipient of each file.
 */
final class Mailbox {

	private static final Logger logger = LoggerFactory.getLogger(Mailbox.class);

	private static final String SUFFIX = ".eml";

	private final Path folder;

	private final int capacity;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private long last;

	Mailbox(Path folder, int capacity) throws IOException {
		this.folder = Permissions.ownFolder(folder);
		this.capacity = capacity;
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.filter((found) -> name(found).endsWith(SUFFIX)).sorted().toList()) {
				load(file);
			}
		}
	}

	synchronized void add(byte[] raw, String recipient) throws IOException {
		// The name is the time of receipt in microseconds, and unique.
		this.last = Math.max(this.last + 1, System.currentTimeMillis() * 1000);
		Path file = this.folder.resolve("%019d".formatted(this.last) + SUFFIX);
		Path draft = this.folder.resolve("draft");
		byte[] first = (recipient + "\n").getBytes(StandardCharsets.UTF_8);
		byte[] content = Arrays.copyOf(first, first.length + raw.length);
		System.arraycopy(raw, 0, content, first.length, raw.length);
		Files.write(Permissions.ownFile(draft), content);
		Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
		put(new Entry(file, recipient));
	}

	/**
	 * Returns mails, newest first.
	 * @param recipient an address; empty for the mails of all recipients
	 */
	synchronized List<Mail> find(String recipient, int limit) {
		List<Mail> found = new ArrayList<>();
		Iterator<Entry> newestFirst = this.entries.descendingIterator();
		while (newestFirst.hasNext() && found.size() < limit) {
			Entry entry = newestFirst.next();
			if (recipient.isEmpty() || recipient.equalsIgnoreCase(entry.recipient())) {
				read(entry).ifPresent(found::add);
			}
		}
		return found;
	}

	private static Optional<Mail> read(Entry entry) {
		try {
			byte[] content = Files.readAllBytes(entry.file());
			int start = entry.recipient().getBytes(StandardCharsets.UTF_8).length + 1;
			return Optional.of(Mail.parse(Arrays.copyOfRange(content, start, content.length), receivedAt(entry)));
		}
		catch (IOException | MessagingException ex) {
			logger.warn("The mail in {} cannot be read and is not shown", entry.file(), ex);
			return Optional.empty();
		}
	}

	private void load(Path file) throws IOException {
		try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
			byte[] recipient = String.valueOf(reader.readLine()).getBytes(StandardCharsets.ISO_8859_1);
			this.last = number(file);
			put(new Entry(file, new String(recipient, StandardCharsets.UTF_8)));
		}
	}

	private void put(Entry entry) throws IOException {
		this.entries.addLast(entry);
		while (this.entries.size() > this.capacity) {
			Files.deleteIfExists(this.entries.removeFirst().file());
		}
	}

	private static Instant receivedAt(Entry entry) {
		return Instant.ofEpochMilli(number(entry.file()) / 1000);
	}

	private static long number(Path file) {
		return Long.parseLong(name(file).replace(SUFFIX, ""));
	}

	private static String name(Path file) {
		return String.valueOf(file.getFileName());
	}

	private record Entry(Path file, String recipient) {
	}

}
