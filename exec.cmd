@rem sh runs "exec program": the program takes the place of the shell and gets its signals. cmd.exe has no exec: this is its.
@%*
