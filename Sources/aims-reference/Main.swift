import ArgumentParser

@main struct AimsReference: AsyncParsableCommand {}
