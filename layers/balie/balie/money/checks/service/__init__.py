"""Reading what is to be checked (`reading`), and going through a firm's customers (`walk`)."""
