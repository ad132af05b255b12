// Prints every UserRegistered of the event log, from its beginning, and follows.
//
//   npm install && node subscribe.mjs [--count n]     ends after n records; otherwise on Ctrl-C
//
// ROLLCALL_BOOTSTRAP_SERVERS (127.0.0.1:9092), ROLLCALL_REGISTRY_URL (http://127.0.0.1:8085), GROUP_ID

import { AvroDeserializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry'
import { Kafka, logLevel } from 'kafkajs'

const topic = 'rollcall-user-events'
const brokers = (process.env.ROLLCALL_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092').split(',')
const registryUrl = process.env.ROLLCALL_REGISTRY_URL ?? 'http://127.0.0.1:8085'
const groupId = process.env.GROUP_ID ?? 'subscribe-node-example'
const count = process.argv[2] === '--count' ? Number(process.argv[3]) : Infinity

// The registry speaks the Confluent API; a record's first five bytes name its schema there.
const registry = new SchemaRegistryClient({ baseURLs: [`${registryUrl}/apis/ccompat/v7`] })
const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {})

const kafka = new Kafka({ clientId: groupId, brokers, logLevel: logLevel.ERROR })
// Rollcall's producers are transactional; this reads committed records only (the default, said aloud).
const consumer = kafka.consumer({ groupId, readUncommitted: false })

let seen = 0
await consumer.connect()
await consumer.subscribe({ topic, fromBeginning: true })
await consumer.run({
  eachMessage: async ({ partition, message }) => {
    if (seen >= count || String(message.headers.ce_type) !== 'dev.rollcall.event.UserRegistered') return
    const event = await deserializer.deserialize(topic, message.value)
    console.log(JSON.stringify({ partition, offset: message.offset, user: String(message.headers.ce_subject), event }, plain))
    if (++seen >= count) stop()
  }
})

function stop() {
  // Not awaited: disconnecting waits for the message at hand.
  consumer.disconnect().then(() => process.exit(0))
}

process.once('SIGINT', stop)
process.once('SIGTERM', stop)

function plain(_key, value) {
  return typeof value === 'bigint' ? Number(value) : value
}
