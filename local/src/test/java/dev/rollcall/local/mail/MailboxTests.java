package dev.rollcall.local.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MailboxTests {

	private static final int CAPACITY = 3;

	@TempDir
	Path folder;

	@Test
	void newestComesFirst() throws IOException {
		Mailbox mailbox = new Mailbox(this.folder, CAPACITY);
		add(mailbox, "one");
		add(mailbox, "two");
		assertThat(mailbox.find("", 10)).extracting(Mail::subject).containsExactly("two", "one");
	}

	@Test
	void oldestMailIsDeleted() throws IOException {
		Mailbox mailbox = new Mailbox(this.folder, CAPACITY);
		for (int i = 0; i < CAPACITY + 2; i++) {
			add(mailbox, "mail " + i);
		}
		assertThat(mailbox.find("", 10)).extracting(Mail::subject).containsExactly("mail 4", "mail 3", "mail 2");
		assertThat(this.folder.toFile().list()).hasSize(CAPACITY);
	}

	@Test
	void mailsSurviveARestart() throws IOException {
		add(new Mailbox(this.folder, CAPACITY), "Größe <b>");
		Mailbox reopened = new Mailbox(this.folder, CAPACITY);
		add(reopened, "later");
		assertThat(reopened.find("ADA@example.com", 10)).extracting(Mail::subject)
			.containsExactly("later", "Größe <b>");
		assertThat(reopened.find("bob@example.com", 10)).isEmpty();
	}

	@Test
	void otherUsersOfTheMachineCannotReadMails() throws IOException {
		Path open = Files.createDirectory(this.folder.resolve("mail"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
		add(new Mailbox(open, CAPACITY), "a link that sets a password");
		try (Stream<Path> mails = Files.list(open)) {
			assertThat(mails.map(MailboxTests::permissions)).containsExactly("rw-------");
		}
		assertThat(permissions(open)).isEqualTo("rwx------");
	}

	@Test
	void pageShowsMarkupAsText() throws IOException {
		Mailbox mailbox = new Mailbox(this.folder, CAPACITY);
		add(mailbox, "<script>alert('x')</script>");
		assertThat(MailboxPage.html(mailbox.find("", 10), "")).contains("&lt;script&gt;").doesNotContain("<script");
	}

	private static String permissions(Path file) {
		try {
			return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void add(Mailbox mailbox, String subject) throws IOException {
		String raw = "From: rollcall@example.com\r\nTo: ada@example.com\r\nSubject: %s\r\n\r\nHello\r\n"
			.formatted(subject);
		mailbox.add(raw.getBytes(StandardCharsets.UTF_8), "ada@example.com");
	}

}
