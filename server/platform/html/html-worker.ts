import { parentPort } from 'node:worker_threads'
import { applyPolicy, TooDeepError } from './html-policy.ts'
import { htmlToPlainText } from './html-to-plain-text.ts'
import type { WorkerAnswer, WorkerRequest } from './safe-html.ts'

// Entry of the worker thread; everything it needs arrives in the message.
parentPort?.on('message', (request: WorkerRequest) => parentPort?.postMessage(answer(request)))
parentPort?.postMessage('ready')

function answer(request: WorkerRequest): WorkerAnswer {
  try {
    const { html, blockedImages } = applyPolicy(request.html, request.options, request.maxDepth)
    return { html, text: htmlToPlainText(html, request.maxDepth), blockedImages, tooDeep: false }
  } catch (error) {
    // Anything else ends the worker, and the pool answers with the text fallback.
    if (error instanceof TooDeepError) return { html: '', text: '', blockedImages: 0, tooDeep: true }
    throw error
  }
}
