package dev.rollcall.projection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.rollcall.schemas.EventHeaders;
import dev.rollcall.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes records that can never be applied to the dead-letter topics {@code
 * <topic>-<service>-<consumer>-dlt}: unaltered, with the cause in headers. Each consumer
 * has its own producer, created for its first dead letter and again after a failure, so
 * that consumers do not affect each other. Safe for several threads.
 */
final class DeadLetterPublisher implements AutoCloseable {

	private static final int MAX_HEADERS = 64;

	private static final int MAX_HEADER_BYTES = 64 * 1024;

	/** max.message.bytes of the topics: 4 MiB. */
	private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

	private final String service;

	private final Map<String, Object> settings;

	private final Duration limit;

	private final Map<String, Sender> senders = new ConcurrentHashMap<>();

	DeadLetterPublisher(String service, Map<String, Object> settings, Duration limit) {
		this.service = service;
		this.limit = limit;
		this.settings = settings(settings, (int) limit.toMillis());
	}

	private static Map<String, Object> settings(Map<String, Object> settings, int limit) {
		Map<String, Object> own = new HashMap<>(settings);
		own.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
		own.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
		own.put(ProducerConfig.ACKS_CONFIG, "all");
		own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		own.put(ProducerConfig.LINGER_MS_CONFIG, 0);
		own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, limit);
		own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, limit);
		own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, limit / 2));
		own.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
		own.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
		return own;
	}

	/**
	 * Publishes records and waits for the broker; removes each from the queue once
	 * published.
	 * @throws KafkaException if the broker did not take all of them in time
	 */
	void send(String consumer, Deque<Poison> poison, ConsumerMeters meters) {
		this.senders.computeIfAbsent(consumer, Sender::new).send(poison, meters);
	}

	private ProducerRecord<byte[], byte[]> deadLetter(String consumer, Poison poison) {
		ConsumerRecord<byte[], byte[]> raw = poison.raw();
		ProducerRecord<byte[], byte[]> deadLetter = new ProducerRecord<>(topic(raw.topic(), consumer), raw.key(),
				raw.value());
		copy(raw.headers(), deadLetter.headers());
		cause(deadLetter.headers(), "type", poison.type(), 200);
		cause(deadLetter.headers(), "message", poison.message(), 900);
		cause(deadLetter.headers(), "topic", raw.topic(), 249);
		cause(deadLetter.headers(), "partition", Integer.toString(raw.partition()), 11);
		cause(deadLetter.headers(), "offset", Long.toString(raw.offset()), 20);
		cause(deadLetter.headers(), "timestamp", Long.toString(raw.timestamp()), 20);
		cause(deadLetter.headers(), "consumer", this.service + "-" + consumer, 249);
		return deadLetter;
	}

	/** Returns the dead-letter topic of a source topic and a consumer. */
	String topic(String topic, String consumer) {
		return Topic.deadLetterName(topic, this.service + "-" + consumer);
	}

	private static void copy(Headers from, Headers to) {
		int count = 0;
		int bytes = 0;
		for (Header header : from) {
			bytes += header.key().length() + ((header.value() != null) ? header.value().length : 0);
			if (++count > MAX_HEADERS || bytes > MAX_HEADER_BYTES) {
				return;
			}
			if (!header.key().startsWith(EventHeaders.CAUSE_PREFIX)) {
				to.add(header);
			}
		}
	}

	private static void cause(Headers headers, String name, String value, int maxBytes) {
		byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
		headers.add(EventHeaders.CAUSE_PREFIX + name,
				(bytes.length <= maxBytes) ? bytes : Arrays.copyOf(bytes, maxBytes));
	}

	@Override
	public void close() {
		this.senders.values().forEach(Sender::close);
	}

	/** The producer of one consumer; its threads take turns. */
	private final class Sender {

		private final String consumer;

		private @Nullable KafkaProducer<byte[], byte[]> producer;

		private Sender(String consumer) {
			this.consumer = consumer;
		}

		synchronized void send(Deque<Poison> poison, ConsumerMeters meters) {
			try {
				while (!poison.isEmpty()) {
					for (Future<?> sending : sendAll(poison)) {
						sending.get(DeadLetterPublisher.this.limit.toMillis(), TimeUnit.MILLISECONDS);
						poison.remove();
						meters.deadLetter();
					}
				}
			}
			catch (ExecutionException | TimeoutException | KafkaException ex) {
				close();
				throw new KafkaException("The broker did not take the dead letters", ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new KafkaException(ex);
			}
		}

		private List<Future<?>> sendAll(Deque<Poison> poison) {
			KafkaProducer<byte[], byte[]> current = producer();
			List<Future<?>> sending = new ArrayList<>();
			for (Poison record : poison) {
				Future<?> outcome = current.send(deadLetter(this.consumer, record));
				sending.add(outcome);
				if (outcome.isDone()) {
					// Failed before it was sent; the rest would wait as long in vain.
					break;
				}
			}
			return sending;
		}

		private KafkaProducer<byte[], byte[]> producer() {
			KafkaProducer<byte[], byte[]> current = this.producer;
			if (current == null) {
				Map<String, Object> own = new HashMap<>(DeadLetterPublisher.this.settings);
				own.put(ProducerConfig.CLIENT_ID_CONFIG,
						DeadLetterPublisher.this.service + "-" + this.consumer + "-dead-letters");
				current = new KafkaProducer<>(own);
				this.producer = current;
			}
			return current;
		}

		synchronized void close() {
			if (this.producer != null) {
				this.producer.close(Duration.ZERO);
				this.producer = null;
			}
		}

	}

}
