package dev.rollcall.local.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.rollcall.local.topic.ReplayRange;
import dev.rollcall.local.topic.TopicCopy;
import dev.rollcall.local.topic.TopicReader;
import dev.rollcall.schemas.EventHeaders;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TestPlatformIntegrationTests {

	private static final String TOPIC = "rollcall-user-events";

	private static TestPlatform platform;

	private final HttpClient http = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		platform = TestPlatform.start(Part.BROKER, Part.REGISTRY, Part.MAIL);
		platform.deploy();
	}

	@AfterAll
	static void close() {
		platform.close();
	}

	@Test
	void deployingAgainChangesNothing() throws IOException, InterruptedException {
		String before = get(platform.registryUrl() + "/apis/ccompat/v7/subjects");
		platform.deploy();
		assertThat(get(platform.registryUrl() + "/apis/ccompat/v7/subjects")).isEqualTo(before)
			.contains("dev.rollcall.event.UserRegistered");
	}

	@Test
	void brokerShowsCommittedTransactionsOnly() {
		try (TopicReader reader = new TopicReader(platform.bootstrapServers(), TOPIC);
				KafkaProducer<String, String> producer = producer()) {
			producer.initTransactions();
			send(producer, "aborted").abortTransaction();
			send(producer, "committed").commitTransaction();
			List<String> read = new ArrayList<>();
			await().atMost(Duration.ofSeconds(60)).until(() -> {
				reader.read(Duration.ofMillis(100)).forEach((record) -> read.add(new String(record.value())));
				return !read.isEmpty();
			});
			assertThat(read).containsExactly("committed");
		}
	}

	@Test
	void copyHasTheSelectedRecordsWithTheirOriginsAndExpires() throws Exception {
		try (KafkaProducer<String, String> producer = producer()) {
			producer.initTransactions();
			producer.beginTransaction();
			for (String user : List.of("ada", "bob", "ada")) {
				producer.send(new ProducerRecord<>("rollcall-session-events", user, user));
			}
			producer.commitTransaction();
		}
		ReplayRange adas = new ReplayRange(null, null, null, null, null, "ada", Set.of());
		try (TopicCopy copy = new TopicCopy(platform.bootstrapServers(), "rollcall-session-events", "past")) {
			assertThat(copy.create(Duration.ofDays(7))).isTrue();
			assertThat(copy.create(Duration.ofDays(7))).isFalse();
			assertThat(copy.run(adas, 1000)).isEqualTo(new TopicCopy.Result(3, 2));
		}
		try (TopicReader original = new TopicReader(platform.bootstrapServers(), "rollcall-session-events");
				TopicReader reader = new TopicReader(platform.bootstrapServers(),
						"rollcall-session-events-replay-past")) {
			List<ConsumerRecord<String, byte[]>> before = read(original, 3);
			before.removeIf((record) -> record.key().equals("bob"));
			List<ConsumerRecord<String, byte[]>> copies = read(reader, 2);
			for (int i = 0; i < 2; i++) {
				assertThat(copies.get(i).timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
				assertThat(new String(copies.get(i).headers().lastHeader(EventHeaders.REPLAY_TIMESTAMP).value()))
					.isEqualTo(Instant.ofEpochMilli(before.get(i).timestamp()).toString());
				assertThat(copies.get(i).partition()).isEqualTo(before.get(i).partition());
				assertThat(new String(copies.get(i).headers().lastHeader(EventHeaders.REPLAY_SOURCE).value()))
					.isEqualTo("rollcall-session-events-%d@%d".formatted(before.get(i).partition(),
							before.get(i).offset()));
			}
		}
		assertThat(setting("rollcall-session-events-replay-past", "retention.ms")).isEqualTo("604800000");
	}

	private static String setting(String topic, String name) throws Exception {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", platform.bootstrapServers()))) {
			return admin.describeConfigs(List.of(resource))
				.all()
				.get(60, TimeUnit.SECONDS)
				.get(resource)
				.get(name)
				.value();
		}
	}

	private static List<ConsumerRecord<String, byte[]>> read(TopicReader reader, int count) {
		List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
		reader.toBeginning();
		await().atMost(Duration.ofSeconds(60)).until(() -> {
			reader.read(Duration.ofMillis(100)).forEach(records::add);
			return records.size() == count;
		});
		return records;
	}

	@Test
	void mailToAnyAddressIsInTheMailboxAndSurvivesARestart()
			throws MessagingException, IOException, InterruptedException {
		MimeMessage message = new MimeMessage(Session.getInstance(mailSettings()));
		message.setFrom("rollcall@example.com");
		message.setRecipients(MimeMessage.RecipientType.TO, "new+one@example.com");
		message.setSubject("Welcome");
		message.setText("Hello\n.\nthere");
		Transport.send(message);
		platform.kill(Part.MAIL);
		platform.start(Part.MAIL);
		String mails = get(
				"http://127.0.0.1:%d/api/messages?to=new%%2Bone@example.com".formatted(platform.mailboxPort()));
		assertThat(mails).contains("\"subject\":\"Welcome\"", "Hello\\r\\n.\\r\\nthere", "\"receivedAt\"",
				"\"messageId\"");
	}

	private static KafkaProducer<String, String> producer() {
		return new KafkaProducer<>(
				Map.of("bootstrap.servers", platform.bootstrapServers(), "transactional.id", "platform-tests"),
				new StringSerializer(), new StringSerializer());
	}

	private static KafkaProducer<String, String> send(KafkaProducer<String, String> producer, String value) {
		producer.beginTransaction();
		producer.send(new ProducerRecord<>(TOPIC, "key", value));
		producer.flush();
		return producer;
	}

	private static Properties mailSettings() {
		Properties settings = new Properties();
		settings.put("mail.smtp.host", "127.0.0.1");
		settings.put("mail.smtp.port", Integer.toString(platform.smtpPort()));
		settings.put("mail.smtp.timeout", "30000");
		return settings;
	}

	private String get(String url) throws IOException, InterruptedException {
		return this.http
			.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

}
