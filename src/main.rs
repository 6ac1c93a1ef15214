//! The program: everything is in the library.

fn main() -> std::process::ExitCode {
    soudan::cli::main()
}
