import ArgumentParser

@main struct Aims: AsyncParsableCommand {}
